"""The ground floor: clock, calendar arithmetic, errors. It knows no domain and no database."""
