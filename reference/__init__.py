"""Clean-room PyTorch reference of M2PT: model, pathway, merge, masked-autoencoder pretraining, golden fixtures."""
