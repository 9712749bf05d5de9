"""Every figure that the README quotes, measured against the real server over a socket."""
