"""How does somebody begin? Four steps that leave a system which listens; later changes are made in the settings."""
