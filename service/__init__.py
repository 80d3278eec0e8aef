"""备案预检服务: the same check over HTTP. Run with `python -m service`."""
