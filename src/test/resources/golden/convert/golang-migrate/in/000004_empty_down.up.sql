UPDATE drugs SET name = upper(name)
