"""The whole program without a screen: one file a command group, loaded when it is called."""
