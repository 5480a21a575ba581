/** What is used of the package python-json-logger, where it is not installed: a formatter that serialises. */
export const PYTHON_JSON_LOGGER = `
import datetime, json, logging

class JsonFormatter(logging.Formatter):
    def __init__(self, fmt=None, rename_fields=None, timestamp=False, **kwargs):
        super().__init__(fmt)
        self.rename, self.timestamp = rename_fields or {}, timestamp

    def format(self, record):
        fields = {self.rename.get(name, name): value for name, value in
                  [('levelname', record.levelname), ('name', record.name), ('message', record.getMessage())]}
        if self.timestamp:
            fields['timestamp'] = datetime.datetime.fromtimestamp(record.created, datetime.timezone.utc).isoformat()
        return json.dumps(fields, ensure_ascii=False)
`;
