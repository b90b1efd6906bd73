-- A counter is the time of the change (0003_layers.sql), never the next of a sequence.
drop sequence layer_version;
