"""The line at the foot of the window: saved or not, the device, the network, what is being made."""
