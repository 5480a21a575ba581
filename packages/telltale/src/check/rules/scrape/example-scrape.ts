/** A `prometheus.yml` with one job, for the examples of rules. */
export function scrapeFile(target: string, fields = '', start = ''): string {
  return `${start}scrape_configs:\n  - job_name: shop\n${fields}    static_configs:\n      - targets: ['${target}']\n`;
}

/** A Compose file that runs Prometheus with that configuration beside a service named shop. */
export function composeFile(services = ''): string {
  return `services:
  prometheus:
    image: prom/prometheus:v3.14.0
    volumes:
      - ./prometheus.yml:/etc/prometheus/prometheus.yml:ro
  shop:
    image: registry.example.org/shop:1.2.3
${services}`;
}
