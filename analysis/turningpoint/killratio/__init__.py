"""Kill ratio: militants killed for each member of the security forces killed, on a stated basis."""
