"""What every figure shares: style, the axis of time, labels at lines."""
