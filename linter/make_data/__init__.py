"""The programs that build `kanwu/data` from named packages.

    pip install -e '.[data]'
    PYTHONPATH=linter python -m make_data

builds all tables, on Debian 12 with its archive in reach (`apt-get update`), and the same versions
give the same bytes. The lists that it reads from this folder are made by slower programs, run by
hand: `lexicon` (lexicon.tsv, names.tsv), `shape` (look_alikes.tsv) and `ocr` (ocr_confusions.tsv).
`train` fits the weights.
"""
