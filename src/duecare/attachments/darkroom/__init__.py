"""The darkroom: a process of its own that reads what strangers send, ``python -m duecare.attachments.darkroom``.

It knows no database, no settings and no secret. Each job is done in a fork of its own, with limits on memory, time and
size of files, so that a file which breaks a decoder breaks one fork. Jobs come one a line on standard input, as JSON::

    {"source": path, "target": path, "small": path}

and are answered one a line on standard output, in order::

    {"kind": "photograph", "width": 2048, "height": 1536}      target and small are written
    {"kind": "paper", "pages": 3}                              target is written
    {"refused": "damaged"}                                     a code of duecare.attachments.rules.refusals

It ends when its standard input does.
"""
