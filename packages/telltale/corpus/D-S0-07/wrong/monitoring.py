import json

dashboard = {
    'dashboard': {
        'id': None,
        'uid': 'altium-to-kicad',
        'title': 'Altium to KiCAD Migration Tool',
        'tags': ['migration', 'kicad', 'altium'],
        'timezone': 'browser',
        'schemaVersion': 42,
        'panels': [
            {
                'id': 2,
                'title': 'Migration Duration',
                'type': 'timeseries',
                'targets': [
                    {
                        'expr': 'sum(rate(migration_duration_seconds_sum[5m])) / sum(rate(migration_duration_seconds_count[5m]))',
                        'legendFormat': 'Duration (seconds)'
                    }
                ]
            },
            {
                'id': 3,
                'title': 'Components Processed',
                'type': 'timeseries',
                'targets': [
                    {
                        'expr': 'rate(components_processed_total[5m])',
                        'legendFormat': 'Components'
                    }
                ]
            },
            {
                'id': 4,
                'title': 'Error Rate',
                'type': 'timeseries',
                'targets': [
                    {
                        'expr': 'rate(migration_errors_total[5m])',
                        'legendFormat': 'Errors'
                    }
                ]
            }
        ],
        'time': {
            'from': 'now-1h',
            'to': 'now'
        },
        'refresh': '30s'
    }
}

with open('monitoring/grafana_dashboard.json', 'w') as f:
    json.dump(dashboard, f, indent=2)
