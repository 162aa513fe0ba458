"""The monthly follow-up as a document: what was read, its tables, its charts by place, and its explained gaps."""
