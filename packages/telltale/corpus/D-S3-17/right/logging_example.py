@service
class LoggingExample:
    def __init__(self):
        self.logger = ElasticLogger(
            index='service-logs',
            hosts=['https://elasticsearch:9200']
        )
