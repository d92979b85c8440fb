"""What a document and a load must satisfy before anyone sees them: the Great Expectations suites.

    rule.py        what a rule is
    documents.py   gate 1: may this document enter? (over landing)
    warehouse.py   gate 2: may this warehouse be published? (over the marts, against landing)
    suite.py       rules as a Great Expectations suite, and the pages (Data Docs) that show how they were judged
    validate.py    one gate judged on one database file
    __main__.py    the worker process: requests on stdin, verdicts on stdout

Nothing here imports `flows`, and `flows` does not import this package: it starts it as a process, because importing
Great Expectations takes seconds that a load can spend on other work.
"""
