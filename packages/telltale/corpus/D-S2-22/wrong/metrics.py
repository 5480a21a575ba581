from prometheus_client import Gauge

connections = Gauge('websocket_connections_active', 'Active WebSocket connections')
