"""What is fitted: the choices, the matrix built from them, and what a fit consists of."""
