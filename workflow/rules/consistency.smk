# Printed statistics against each other, without the data.
