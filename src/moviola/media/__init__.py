"""Files that people bring: told by their content, measured, decoded, made small, fetched from the web.

formats      what is accepted, and the sentence that says so
magic        which format a file is, by its first bytes
probed       what probing finds (a value, light)
probe        looks into a file                    (child process)
footage      video and audio through PyAV         (child process)
image        still pictures through Pillow        (child process)
thumbnail    a small JPEG of a picture or a video (child process)
worker       the entry for child processes, with limits on memory and time
fetch        a file from the web, never from this machine's own network
names        file names as people send them, made harmless, and in sentences about what cannot be read
"""
