#!/bin/sh
gunicorn --workers 4 --bind 0.0.0.0:8080 migration_tool.web:app
