"""Work that takes longer than a page may: asked for, carried out by a worker, watched as it goes on."""
