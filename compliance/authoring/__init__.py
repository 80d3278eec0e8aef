"""规则编制: what the owner of a rule pack needs: read, explain, check, trace, compare, replay."""
