"""Files as people keep them: encoding, separator, dates, numbers and rows, each found, said in words, or asked for."""
