"""别的系统怎样接入：提交一批申报，等它做完，读出每份的结论（只用标准库）。

用法：python examples/client.py http://127.0.0.1:8080 examples/filings/*.json
设了密钥的，先设环境变量 BEIAN_KEY。
"""

import json
import os
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen

base, *paths = sys.argv[1:]
headers = {"Content-Type": "application/json", "Idempotency-Key": f"demo-{os.getpid()}"}
if "BEIAN_KEY" in os.environ:
    headers["Authorization"] = f"Bearer {os.environ['BEIAN_KEY']}"


def ask(path: str, body: object = None) -> dict:
    data = json.dumps(body).encode() if body is not None else None
    with urlopen(Request(base + path, data, headers)) as reply:
        return json.load(reply)


filings = [{"name": Path(p).stem, "filing": json.loads(Path(p).read_text("utf-8"))} for p in paths]
batch = ask("/v1/batches", {"filings": filings})
while batch["state"] == "running":
    time.sleep(0.5)
    batch = ask(f"/v1/batches/{batch['id']}")
for item in batch["items"]:
    verdict = ask(f"/v1/checks/{item['check']}") if item["check"] else None
    print(item["name"], verdict["label"] if verdict else item["fault"] or "涉密，不留存")
