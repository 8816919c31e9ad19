UPDATE drugs SET name = '${site}';
