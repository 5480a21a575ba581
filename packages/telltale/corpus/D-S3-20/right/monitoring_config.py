MONITORING_CONFIG = {
    'metrics': {
        'collectors': ['prometheus'],
        'interval': '10s',
        'exporters': ['http']
    }
}
