from prometheus_client import start_http_server, Counter, Gauge, Histogram

mapping_confidence = Histogram('mapping_confidence_ratio', 'Distribution of mapping confidence scores', buckets=[.1, .2, .3, .4, .5, .6, .7, .8, .9, 1])
