-- What the session of the golden cases has prepared before them, one statement a line.
PREPARE by_ssn AS SELECT id, ssn, name FROM patient WHERE ssn = $1
PREPARE by_birth(date) AS SELECT id FROM patient WHERE born = $1
PREPARE add_patient AS INSERT INTO patient (id, ssn, note, weight, tags) VALUES ($1, $2, $3, $4, $5) RETURNING note
PREPARE maybe_ssn AS SELECT id FROM patient WHERE $1 IS NULL OR name = $2
PREPARE only_null AS SELECT id FROM patient WHERE $1 IS NULL AND ssn = $2
PREPARE nothing_protected(int) AS SELECT $1 + 1
PREPARE finds AS SELECT find_patient($1)
