"""Who may do what, and can it be proven? Roles, masking and the audit chain."""
