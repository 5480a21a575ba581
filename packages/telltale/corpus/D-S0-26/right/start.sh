#!/bin/sh
gunicorn --workers 1 --threads 4 --bind 0.0.0.0:8080 migration_tool.web:app
