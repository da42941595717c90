"""Loads a CSV of events into a table of Tableau's Hyper engine, and prints the rows of a query as JSON, or {error}.

Arguments: the CSV, the columns as name:TYPE, and after `--` the query.
"""

import json
import os
import sys

# A machine that is not in UTC: a time without its zone would be taken for one of here.
os.environ['TZ'] = 'America/New_York'

from tableauhyperapi import Connection, HyperProcess, Telemetry  # noqa: E402

file, *rest = sys.argv[1:]
at = rest.index('--')
columns, query = [column.split(':') for column in rest[:at]], rest[at + 1]

process = HyperProcess(Telemetry.DO_NOT_SEND_USAGE_DATA_TO_TABLEAU, parameters={'log_config': ''})
with process, Connection(process.endpoint) as hyper:
    definition = ', '.join(f'"{name}" {type}' for name, type in columns)
    hyper.execute_command(f'CREATE TEMPORARY TABLE events ({definition})')
    try:
        hyper.execute_command(f"COPY events FROM '{file}' WITH (format csv, header, delimiter ',')")
    except Exception as error:
        print(json.dumps({'error': str(error).split('\n')[0]}))
        sys.exit(0)
    rows = hyper.execute_list_query(query)
    print(json.dumps(rows, default=str))
