"""The closed loop: radar, tracker, fire control and interceptors against flying threats."""
