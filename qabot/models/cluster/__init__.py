"""Embedding on a Ray cluster, which only `qabot index --ray` loads: Ray itself is imported when a node is started.

ray_node.py         starting a node of our own, or joining a cluster, and leaving it again
encoder_actor.py    what runs in each of its processes: the encoder, on one core
block_dispatch.py   hands out blocks of passages and takes the vectors back
ray_embedder.py     who a build is given: it starts the actors, and cuts passages into blocks
"""
