"""公益课程: programmes, sessions, venues and teachers, registrations, sign-in and the yearly target."""
