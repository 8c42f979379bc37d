"""Ray's worker processes as forks of one process that has imported everything.

The raylet starts `launcher` in place of Ray's own two scripts. It asks the node's `zygote` to fork the worker and ends.
Whatever is odd about a start, or wrong with the zygote, is started Ray's ordinary way.
"""
