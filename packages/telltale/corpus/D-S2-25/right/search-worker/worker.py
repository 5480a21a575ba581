import pika
from prometheus_client import Counter, start_http_server

INDEXED = Counter('search_documents_indexed_total', 'Documents indexed')
start_http_server(9091)
connection = pika.BlockingConnection()
