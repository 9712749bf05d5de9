"""Files and folders: uploaded, kept, found, served."""
