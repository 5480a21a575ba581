@service
class LoggingExample:
    def __init__(self):
        self.logger = ElasticLogger(
            index='service-logs',
            hosts=['elasticsearch:9200']
        )
