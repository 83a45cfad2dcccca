import os

import boto3
from boto3.dynamodb.conditions import Key
from flask import Flask, render_template_string

app = Flask(__name__)
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


@app.get("/")
def page():
    latest = table.query(
        KeyConditionExpression=Key("pk").eq("saved-string") & Key("sk").lt(2**53 - 1),
        ScanIndexForward=False,
        ConsistentRead=True,
        Limit=1,
    )
    value = latest["Items"][0]["value"]
    return render_template_string("<h1>The saved string is {{ value }}</h1>", value=value)
