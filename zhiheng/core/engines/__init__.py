"""The engines that run controls; each is imported only when it is used."""
