def create_logging_config(self) -> str:
    """Create production logging configuration"""
    config = {
        'version': 1,
        'disable_existing_loggers': False,
        'formatters': {
            'json': {
                '()': 'pythonjsonlogger.json.JsonFormatter', 'format': '%(levelname)s %(name)s %(message)s'
            }
        },
        'handlers': {
            'file': {
                'level': 'INFO',
                'formatter': 'json',
                'class': 'logging.handlers.RotatingFileHandler',
                'filename': '/var/log/migration_tool/app.log',
                'maxBytes': 10485760,
                'backupCount': 5
            }
        },
        'loggers': {
            '': {
                'handlers': ['file'],
                'level': 'INFO',
                'propagate': False
            }
        }
    }
