"""Runs the app beside this file as Lambda's Python runtime does, with an adapter from events to WSGI."""

import http.client
import io
import json
import os
import sys
import traceback

runtime_api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    headers = {} if body is None else {"content-type": "application/json"}
    runtime_api.request(method, f"/2018-06-01/runtime/{path}", body, headers)
    response = runtime_api.getresponse()
    return response.headers, response.read()


def report(path, error):
    trace = traceback.format_tb(error.__traceback__)
    call("POST", path, json.dumps({"errorType": type(error).__name__, "errorMessage": str(error), "stackTrace": trace}))


def to_environ(event):
    request = event["requestContext"]["http"]
    data = event.get("body", "").encode()
    headers = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in event["headers"].items()}
    return headers | {
        "REQUEST_METHOD": request["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": event["rawPath"],
        "QUERY_STRING": event["rawQueryString"],
        "CONTENT_LENGTH": str(len(data)),
        "CONTENT_TYPE": event["headers"].get("content-type", ""),
        "SERVER_NAME": event["requestContext"]["domainName"],
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": request["sourceIp"],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(data),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def answer(app, event):
    result = {"isBase64Encoded": False}

    def start_response(status, headers, exc_info=None):
        result.update(statusCode=int(status.split()[0]), headers=dict(headers))

    result["body"] = b"".join(app(to_environ(event), start_response)).decode()
    return result


try:
    from app import app
except Exception as error:
    report("init/error", error)
    raise

while True:
    headers, body = call("GET", "invocation/next")
    invocation = f"invocation/{headers['lambda-runtime-aws-request-id']}"
    try:
        result = answer(app, json.loads(body))
        call("POST", f"{invocation}/response", json.dumps(result))
    except Exception as error:
        report(f"{invocation}/error", error)
