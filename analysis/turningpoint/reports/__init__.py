"""Parameters in, executed notebooks, pages, figures, tables, results and manifest out."""
