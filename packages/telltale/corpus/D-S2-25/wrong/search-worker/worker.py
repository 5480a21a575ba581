import pika

connection = pika.BlockingConnection()
