"""The programs that build `kanwu/data` from named packages.

Run by hand, from the root of the repository, with the versions that the extra `data` pins:

    pip install -e '.[data]'
    PYTHONPATH=linter python -m make_data

The same versions give the same bytes.
"""
