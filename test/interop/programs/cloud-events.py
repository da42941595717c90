"""A receiver of CloudEvents by the official SDK: prints its address, then each event that it took as a line of JSON."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cloudevents.core.bindings.http import HTTPMessage, from_http_event


class Receiver(BaseHTTPRequestHandler):
    def answer(self, status, text=''):
        self.send_response(status)
        self.send_header('access-control-allow-origin', self.headers.get('origin', '*'))
        self.send_header('access-control-allow-headers', 'content-type')
        self.end_headers()
        self.wfile.write(text.encode())

    def do_OPTIONS(self):
        self.answer(204)

    def do_POST(self):
        body = self.rfile.read(int(self.headers['content-length']))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            event = from_http_event(HTTPMessage(headers=headers, body=body))
        except Exception as error:
            self.answer(400, f'{type(error).__name__}: {error}')
            return
        attributes = {name: str(value) for name, value in event.get_attributes().items()}
        print(json.dumps({'attributes': attributes, 'data': event.get_data()}), flush=True)
        self.answer(202)

    def log_message(self, *_arguments):
        pass


server = ThreadingHTTPServer(('127.0.0.1', 0), Receiver)
print(f'http://127.0.0.1:{server.server_port}', flush=True)
server.serve_forever()
