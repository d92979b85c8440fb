"""What a document and a load must satisfy before anyone sees them: the Great Expectations suites.

    expectation                     what an expectation and a gate are
    documents                       gate 1: may this document enter? Expectations over landing
      headings, fiscal_year           its two expectations that take some thought
    readings                        gate 1, second round: is it like its publisher's document of the year before?
    warehouse                       gate 2: may this warehouse be published? Expectations over the marts, against landing
      arrival, money, targets         its expectations
    continuity                      gate 2, second round: which years may be compared?
    extension                       expectations that a package of one's own adds
    wording, vocabulary             how reasons are worded; what is read of the seeds
    suite, data_docs                expectations as a Great Expectations suite, and the pages that show how they were judged
    validate                        one gate judged on one database file
    gates, __main__                 the worker process: requests on stdin, verdicts on stdout

Nothing here imports `flows`, and `flows` does not import this package: it starts it as a process, because importing
Great Expectations takes seconds that a load can spend on other work.

A new one is an `Expectation` in the gate's module, named in its `expectations`, with a test of a case that holds and one
that does not.
"""
