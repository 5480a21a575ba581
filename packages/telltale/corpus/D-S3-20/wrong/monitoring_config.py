MONITORING_CONFIG = {
    'metrics': {
        'collectors': ['prometheus'],
        'interval': 10,
        'exporters': ['http']
    }
}
