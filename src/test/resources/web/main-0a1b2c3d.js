document.title = "Calotype, Calotype, Calotype, Calotype, Calotype, Calotype, Calotype";
