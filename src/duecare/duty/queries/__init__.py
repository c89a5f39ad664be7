"""What people see of duty; everything that reads."""
